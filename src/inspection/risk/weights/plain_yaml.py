"""YAML as people write settings in it: plain values, no key twice, of a size that a person can read."""

from typing import Any

import yaml

from husly.kit.i18n import mark
from inspection.risk.weights.problems import refuse

LONGEST = 200_000
"""Characters; the delivered set has about 10,000."""
MOST_VALUES = 20_000
LARGEST = 10**15
"""Numbers beyond are mistakes, and so long that they could not even be told back."""
_MERGE = "tag:yaml.org,2002:merge"


class _OnceLoader(yaml.SafeLoader):
    """Refuses a key that stands twice, of which YAML would take the last one without a word, and merge keys.

    A few lines of merge keys (``<<``) grow to millions of entries before anybody can count them.
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag == _MERGE:
                line = key_node.start_mark.line + 1
                raise refuse(mark("line %(line)s: write every key out; << is not read."), line=line)
            key = (key_node.tag, str(key_node.value))
            if key in seen:
                raise refuse(
                    mark("line %(line)s: the key %(key)s stands twice."),
                    line=key_node.start_mark.line + 1,
                    key=repr(str(key_node.value)),
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> object:
    """The value of a YAML text. Raises WeightsError with the line where it cannot be read."""
    if len(text) > LONGEST:
        raise refuse(mark("the file is longer than %(longest)s characters."), longest=LONGEST)
    try:
        content = yaml.load(text, _OnceLoader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as problem:
        raise refuse("%(problem)s", problem=problem) from problem
    except (ValueError, TypeError, RecursionError) as problem:
        if type(problem).__name__ == "WeightsError":
            raise
        raise refuse(mark("the file is no readable YAML (%(problem)s)."), problem=problem) from problem
    _refuse_too_many(content)
    return content


def _refuse_too_many(content: object) -> None:
    """Values that repeat themselves by reference can be few in the file and millions when told."""
    waiting, seen = [content], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            raise refuse(mark("the file holds more than %(most)s values."), most=MOST_VALUES)
        if isinstance(one, int) and abs(one) > LARGEST:
            raise refuse(mark("the file holds a number above %(largest)s."), largest=LARGEST)
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set):
            waiting += list(one)
