"""The JSON Schemas of what the API tells; every field is named and no other comes."""

from typing import Any

from elearning.records.reversing import REASONS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
KEY: Schema = {"type": "integer", "minimum": 1}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
SCORE: Schema = {"type": "number", "minimum": 0, "maximum": 100}
NIP: Schema = {"type": "string", "pattern": "^[0-9]{18}$"}
STATUS: Schema = {"enum": ["valid", "revoked", "replaced"]}


def ref(name: str) -> Schema:
    """Return the reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that may be absent."""
    return {"anyOf": [schema, {"type": "null"}]}


def meaning(schema: Schema, description: str) -> Schema:
    """Return a schema that says what its value means."""
    return {**schema, "description": description}


def shape(**fields: Schema) -> Schema:
    """Return the schema of an object that has exactly some fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def page_of(name: str) -> Schema:
    """Return the schema of a page of things."""
    return shape(
        items={"type": "array", "items": ref(name)},
        next=meaning(TEXT, "Keep it; give it as `after` to go on, at once or later."),
        has_more=meaning(FLAG, "Whether another page is there already."),
    )


SCHEMAS: dict[str, Schema] = {
    "Completion": shape(
        course_code=TEXT,
        course_version=WHOLE,
        cycle=meaning(WHOLE, "Which time the person took the course."),
        version=meaning(WHOLE, "1 as it was earned; 2 and on where data were replaced."),
        score=or_null(SCORE),
        predicate=TEXT,
        full_name=TEXT,
        nip=NIP,
        status=meaning(TEXT, "PNS, CPNS, PPPK."),
        rank=TEXT,
        position=TEXT,
        position_kind=TEXT,
        unit=TEXT,
        department=meaning(TEXT, "Perangkat Daerah."),
        agency=TEXT,
        valid_until=or_null(DAY),
    ),
    "Proof": shape(code=TEXT, number=TEXT, status=STATUS, verify_url=TEXT),
    "Entry": shape(
        id=meaning(KEY, "Lasting."),
        kind=meaning(
            {"enum": ["course", "external", "reversal"]},
            "A course of the platform, training from elsewhere, or the line that takes one back.",
        ),
        nip=meaning(NIP, "The person's NIP of today."),
        siasn_person_id=meaning(TEXT, "pnsOrangId; empty when unknown."),
        title=TEXT,
        organiser=TEXT,
        activity_type=meaning(TEXT, "SIASN's jenisDiklatId."),
        competency_kind=TEXT,
        certificate_number=TEXT,
        started_on=DAY,
        completed_on=DAY,
        year=WHOLE,
        jp=meaning(WHOLE, "Negative in a reversal: the sum over all entries is right."),
        recorded_at=MOMENT,
        reverses=or_null(meaning(KEY, "The entry that this one takes back.")),
        reason=meaning({"enum": ["", *REASONS]}, "Why it takes one back."),
        replaces=or_null(meaning(KEY, "The entry in whose place this one stands.")),
        reversed_by=or_null(meaning(KEY, "The entry that takes this one back, as of now.")),
        completion=or_null(ref("Completion")),
        certificate=or_null(ref("Proof")),
        counts=meaning(FLAG, "Whether it counts, as of now."),
    ),
    "Feed": page_of("Entry"),
    "Year": shape(year=WHOLE, jp=WHOLE),
    "History": shape(
        nip=NIP,
        full_name=TEXT,
        unit=TEXT,
        years={"type": "array", "items": ref("Year")},
        entries={"type": "array", "items": ref("Entry")},
    ),
    "Course": shape(
        slug=TEXT,
        code=TEXT,
        title=TEXT,
        summary=TEXT,
        category=TEXT,
        level=TEXT,
        jp=WHOLE,
        minutes=WHOLE,
        version=WHOLE,
        published_at=MOMENT,
    ),
    "Courses": page_of("Course"),
    "Certificate": shape(
        code=TEXT,
        number=TEXT,
        status=STATUS,
        status_at=or_null(MOMENT),
        reason=TEXT,
        issued_on=DAY,
        verify_url=TEXT,
        replaced_by=or_null(meaning(TEXT, "Code of the certificate that took its place.")),
        completion=meaning(KEY, "The entry that it proves."),
        full_name=TEXT,
        nip=NIP,
        title=TEXT,
        organiser=TEXT,
        started_on=DAY,
        completed_on=DAY,
        jp=WHOLE,
        score=or_null(SCORE),
        valid_until=or_null(DAY),
    ),
    "Problem": {
        "type": "object",
        "description": "RFC 9457. Programs decide by `type`; title and detail are for people.",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "request_id": TEXT,
            "right": TEXT,
            "parameter": TEXT,
        },
        "required": ["type", "title", "status", "detail", "request_id"],
        "additionalProperties": False,
    },
}
