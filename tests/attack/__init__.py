"""An attack on what people earn: the server dies again and again while everybody completes courses."""
