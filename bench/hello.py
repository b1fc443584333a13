"""The yardstick H: a Flask route that returns a string."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Answer."""
    return "hello"
