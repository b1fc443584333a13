"""The yardstick of the start: a Flask with Flask-SQLAlchemy that returns a string."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


@app.get("/")
def hello() -> str:
    """Ask the database and answer."""
    return str(db.session.scalar(text("select 'hello'")))
