"""From draft to published: what the check says, what changes for whom, and then it is done."""
