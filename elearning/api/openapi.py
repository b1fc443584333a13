"""The description of the API in OpenAPI 3.1, kept by hand and held against every answer in tests."""

from typing import Any

from elearning.api.parameters import MOST_ITEMS, USUAL_ITEMS
from elearning.api.policy import RIGHTS
from elearning.api.schemas import SCHEMAS, ref
from elearning.core.problems import KINDS, MEDIA_TYPE, TYPE
from elearning.core.types import MOST_KEY

Part = dict[str, Any]

AFTER: Part = {
    "name": "after",
    "in": "query",
    "description": "`next` of the page before; none for the first.",
    "schema": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,17})$"},
}
LIMIT: Part = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_ITEMS},
}
HEADERS: Part = {
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": 'As `"token";q=600;w=60`.'},
    "RateLimit": {"schema": {"type": "string"}, "description": 'As `"token";r=599;t=42`.'},
}
#: Problems that every address can answer with a token, besides its own.
USUAL = (400, 401, 403, 404, 406, 422, 429, 500, 503)


def document(server: str) -> Part:
    """Return the description of the API at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Elearning",
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Development histories, courses and certificates, for reading.",
        },
        "servers": [{"url": server}],
        "paths": paths(),
        "components": {
            "schemas": SCHEMAS,
            "responses": {f"Problem{status}": problem(status) for status in KINDS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def paths() -> Part:
    """Return the addresses."""
    beyond = {"409": {"$ref": "#/components/responses/Problem409"}}
    entry_id = {"type": "integer", "minimum": 1, "maximum": MOST_KEY}
    nip = {"type": "string", "pattern": "^[0-9]{18}$"}
    code = {"type": "string", "pattern": "^[A-Z2-7]{26}$"}
    return {
        "/completions": operation(
            "completions",
            "Entries of all histories, in lasting order",
            "Feed",
            AFTER,
            LIMIT,
            own=beyond,
        ),
        "/completions/{id}": operation(
            "completions", "One entry", "Entry", in_path("id", entry_id), name="completion"
        ),
        "/people/{nip}/history": operation(
            "people", "The history of a person", "History", in_path("nip", nip), name="history"
        ),
        "/courses": operation("courses", "Courses of the catalogue", "Courses", AFTER, LIMIT),
        "/certificates/{code}": operation(
            "certificates",
            "A certificate",
            "Certificate",
            in_path("code", code),
            name="certificate",
        ),
        "/openapi.json": {"get": described()},
    }


def operation(
    kind: str, summary: str, schema: str, *parameters: Part, name: str = "", own: Part | None = None
) -> Part:
    """Return what one address reads and answers."""
    right = f"{kind}:read"
    if right not in RIGHTS:
        raise ValueError(right)
    answer = {
        "description": summary,
        "headers": HEADERS,
        "content": {"application/json": {"schema": ref(schema)}},
    }
    problems = {str(each): {"$ref": f"#/components/responses/Problem{each}"} for each in USUAL}
    return {
        "get": {
            "operationId": name or kind,
            "summary": summary,
            "description": f"Needs the right `{right}`.",
            "tags": [kind],
            "security": [{"token": []}],
            "parameters": list(parameters),
            "responses": {"200": answer, **problems, **(own or {})},
        }
    }


def described() -> Part:
    """Return the address of the description itself."""
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This description",
        "tags": ["description"],
        "security": [],
        "responses": {"200": {"description": "This description", "content": content}},
    }


def in_path(name: str, schema: Part) -> Part:
    """Return a parameter of the path."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def problem(status: int) -> Part:
    """Return an answer that is a problem document."""
    kind = {"properties": {"type": {"const": TYPE + KINDS[status].name}}}
    schema = {"allOf": [ref("Problem"), kind]}
    return {
        "description": KINDS[status].name,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
