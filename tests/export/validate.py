"""As much of JSON Schema (draft 2020-12) as our schema uses; an unknown keyword is a KeyError."""

import re

_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}


def errors(value, schema, root=None, path="$"):
    """What is wrong with a value, as "path: problem"; properties that the schema does not name are wrong too."""
    found = []
    for keyword, rule in schema.items():
        found += _RULES[keyword](value, rule, root or schema, path)
    return found


def _is(value, name):
    if name == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def _reference(value, rule, root, path):
    return errors(value, root["$defs"][rule.removeprefix("#/$defs/")], root, path)


def _type(value, rule, _root, path):
    names = [rule] if isinstance(rule, str) else rule
    return [] if any(_is(value, name) for name in names) else [f"{path}: not of type {rule}"]


def _one_of(value, rule, root, path):
    fitting = [option for option in rule if not errors(value, option, root, path)]
    return [] if len(fitting) == 1 else [f"{path}: fits {len(fitting)} of {len(rule)} forms"]


def _enum(value, rule, _root, path):
    return [] if value in rule else [f"{path}: {value!r} is none of {rule}"]


def _const(value, rule, _root, path):
    return [] if value == rule else [f"{path}: {value!r} is not {rule!r}"]


def _pattern(value, rule, _root, path):
    return [f"{path}: {value!r} does not match"] if isinstance(value, str) and not re.search(rule, value) else []


def _properties(value, rule, root, path):
    if not isinstance(value, dict):
        return []
    found = [f"{path}.{name}: not in the schema" for name in value if name not in rule]
    for name in rule.keys() & value.keys():
        found += errors(value[name], rule[name], root, f"{path}.{name}")
    return found


def _required(value, rule, _root, path):
    return [f"{path}.{name}: missing" for name in rule if isinstance(value, dict) and name not in value]


def _prefix_items(value, rule, root, path):
    items = value if isinstance(value, list) else []
    found = [f"{path}: {len(items)} items, not {len(rule)}"] if len(items) != len(rule) else []
    for place, (item, option) in enumerate(zip(items, rule, strict=False)):
        found += errors(item, option, root, f"{path}[{place}]")
    return found


def _items(value, rule, root, path):
    if rule is False or not isinstance(value, list):  # False stands beside prefixItems, which counts
        return []
    return [error for place, item in enumerate(value) for error in errors(item, rule, root, f"{path}[{place}]")]


def _note(*_):
    return []


_RULES = {
    "$ref": _reference,
    "type": _type,
    "oneOf": _one_of,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "properties": _properties,
    "required": _required,
    "prefixItems": _prefix_items,
    "items": _items,
    "minItems": _note,  # counted by prefixItems
    **dict.fromkeys(["$schema", "$id", "$defs", "title", "description", "format"], _note),
}
