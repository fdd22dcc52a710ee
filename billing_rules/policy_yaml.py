"""POLICY YAML: plain values out of a file nobody has checked yet.

Only what a policy needs is read: mappings, lists, text, whole numbers. Aliases, tags, repeated keys, bare
decimals, endless nesting and huge files are faults, never a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BYTES_LIMIT = 64 * 1024
DEPTH_LIMIT = 8
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
_WHOLE = re.compile(r"-?(0|[1-9][0-9_]{0,14})")
_KINDS = {
    "int": "not in plain digits",
    "float": "a bare decimal",
    "bool": "a yes/no value",
    "timestamp": "a date",
    "null": "nothing",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a policy file: where, what is there, what is expected there."""

    path: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: {self.value}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value of a kind that no policy key takes, as it stands in the file."""

    text: str
    kind: str


def read_yaml(path: Path, faults: list[Fault]) -> Any:
    """Return the file's content as dicts, lists, str and int; what cannot be read is added to `faults`."""
    text = _read_text(path, faults)
    if text is None:
        return None
    try:
        _refuse_bombs(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except _Refused as refused:
        faults.append(Fault(refused.where, refused.value, refused.expected))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        faults.append(_unreadable(broken))
        return None
    return _value(root, "", faults) if root is not None else None


def _unreadable(broken: Exception) -> Fault:
    """Return where the text stops being YAML, and what the parser met there."""
    mark = getattr(broken, "problem_mark", None)
    problem = getattr(broken, "problem", None) or getattr(broken, "reason", None) or str(broken)
    where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
    return Fault(where, " ".join(ascii(problem)[1:-1].split())[:200], "one YAML document")


class _Refused(Exception):
    """The file uses a part of YAML that a policy has no need of."""

    def __init__(self, where: str, value: str, expected: str) -> None:
        super().__init__(where)
        self.where, self.value, self.expected = where, value, expected


def _read_text(path: Path, faults: list[Fault]) -> str | None:
    try:
        if not path.is_file():
            faults.append(
                Fault("the file", f"{path} is missing or no file", "a policy file, such as policies/demo.yml")
            )
            return None
        with path.open("rb") as file:
            content = file.read(BYTES_LIMIT + 1)
    except (OSError, ValueError) as unreadable:
        reason = getattr(unreadable, "strerror", None) or str(unreadable)
        faults.append(Fault("the file", f"{path} cannot be read ({reason})", "a readable policy file"))
        return None
    if len(content) > BYTES_LIMIT:
        faults.append(Fault("the file", f"more than {BYTES_LIMIT:,} bytes", f"at most {BYTES_LIMIT:,} bytes"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        faults.append(
            Fault("the file", f"byte 0x{content[wrong.start]:02x} at {wrong.start:,}", "UTF-8 text")
        )
        return None


def _refuse_bombs(text: str) -> None:
    """Raise on aliases, anchors and deep nesting, before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        where = f"line {event.start_mark.line + 1}" if event.start_mark else "the file"
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _Refused(where, f"{sign}{anchor}"[:60], "no YAML anchors or aliases")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise _Refused(where, f"nested more than {DEPTH_LIMIT} deep", "a flat policy file")


def _value(node: yaml.Node, path: str, faults: list[Fault]) -> Any:
    if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
        return _mapping(node, path, faults)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_value(item, f"{path}[{number}]", faults) for number, item in enumerate(node.value)]
    if not isinstance(node, yaml.ScalarNode):
        return Unusable(str(node.tag), "a tagged value")
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind == "str":
        return node.value
    if kind == "int" and _WHOLE.fullmatch(node.value):
        return int(node.value.replace("_", ""))
    return Unusable(node.value, _KINDS.get(kind, f"a {kind}"))


def _mapping(node: yaml.MappingNode, path: str, faults: list[Fault]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        key = key if _KEY.fullmatch(key) else ascii(key[:60])
        where = f"{path}.{key}" if path else key
        value = _value(value_node, where, faults)
        if key in found:
            faults.append(Fault(where, "given twice", "each key once"))
        else:
            found[key] = value
    return found
