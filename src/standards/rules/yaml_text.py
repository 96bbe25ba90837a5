"""YAML that strangers wrote, read within bounds: size, depth, aliases that explode, keys that occur twice.

The bounds are checked before anything is built. What is read remembers its lines, so that a later problem can be
told where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_NODES = 200_000
"""With every alias written out; the largest pack has some thousands."""

MERGE = "<<"
Place = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlTextError(ValueError):
    """The text cannot be used; the message says why and what to do, `line` where (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(f"{line}: {message}")


@dataclass(frozen=True)
class YamlText:
    """A document with the lines it stands on."""

    document: Any
    root: yaml.Node

    def line_of(self, place: Place) -> int:
        """Find the line of a place such as ("requirements", 3, "unit"); of the nearest part around it if absent."""
        node, line = self.root, _line(self.root)
        for part in place:
            found = _child(node, part)
            if found is None:
                return line
            node, line = found
        return line


def read_yaml(text: str) -> YamlText:
    """Read one document. Raises YamlTextError at the first thing that is wrong."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise YamlTextError(1, f"larger than {MAX_BYTES // 1_000_000} MB; divide the file")
    loader: Any = None
    try:
        _check_bounds(text)
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise YamlTextError(1, "the file is empty; write a mapping of keys")
        _refuse_double_keys(root)
        return YamlText(loader.construct_document(root), root)
    except yaml.YAMLError as error:
        raise _told(error, text) from error
    except (ValueError, OverflowError) as error:
        if isinstance(error, YamlTextError):
            raise
        raise YamlTextError(1, f"a value cannot be read ({error}); put texts in quotes, dates as 2026-03-01") from error
    finally:
        if loader is not None:
            loader.dispose()


@dataclass
class _Open:
    """A collection that is being read: its nodes so far, aliases written out, and its anchor."""

    anchor: str | None
    nodes: int = 1


def _check_bounds(text: str) -> None:
    """Walk the events of the parser, which build nothing, and count what they would become."""
    sizes: dict[str, int] = {}
    around = [_Open(None, 0)]
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            if event.anchor in {one.anchor for one in around}:
                raise YamlTextError(line, f"*{event.anchor} stands inside itself; write the part out")
            around[-1].nodes += sizes.get(str(event.anchor), 1)
        elif isinstance(event, yaml.ScalarEvent):
            around[-1].nodes += 1
            sizes |= {str(event.anchor): 1} if event.anchor else {}
        elif isinstance(event, yaml.CollectionStartEvent):
            around.append(_Open(event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = around.pop()
            around[-1].nodes += closed.nodes
            sizes |= {closed.anchor: closed.nodes} if closed.anchor else {}
        if len(around) > MAX_DEPTH:
            raise YamlTextError(line, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        if around[-1].nodes > MAX_NODES:
            raise YamlTextError(line, f"more than {MAX_NODES:,} values with aliases written out; use fewer aliases")


def _refuse_double_keys(root: yaml.Node) -> None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            _check_keys(node)
            waiting.extend(value for _, value in node.value)


def _check_keys(node: yaml.MappingNode) -> None:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise YamlTextError(_line(key), "a key is a single word; write the key before the colon")
        if key.value in lines:
            remedy = "write <<: [*one, *other]" if key.value == MERGE else "remove one of the two"
            raise YamlTextError(
                _line(key), f"{key.value}: the key stands here and on line {lines[key.value]}; {remedy}"
            )
        lines[key.value] = _line(key)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], _line(node.value[part])
    if isinstance(node, yaml.MappingNode):
        own = {key.value: (value, _line(key)) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if str(part) in own:
            return own[str(part)]
        return next((found for base in _bases(node) if (found := _child(base, part)) is not None), None)
    return None


def _bases(node: yaml.MappingNode) -> Iterator[yaml.Node]:
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value == MERGE:
            yield from value.value if isinstance(value, yaml.SequenceNode) else (value,)


def _told(error: yaml.YAMLError, text: str) -> YamlTextError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = 1 if mark is None else mark.line + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    written = text.splitlines()[line - 1 : line]
    if written and "\t" in written[0]:
        return YamlTextError(line, "a tab; indent with spaces")
    return YamlTextError(line, f"not readable as YAML ({problem}); see the line and the one before it")
