"""From folders to what is published, for every command and page that publishes."""
