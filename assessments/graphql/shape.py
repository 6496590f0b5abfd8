"""How large a document is, measured before it is validated.

Linear in the document: fragments are walked once, wherever they are spread.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    Lexer,
    ListValueNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    StringValueNode,
    TokenKind,
)

from assessments.graphql.errors import bad_input, too_large

MOST_TOKENS = 2000
MOST_BRACKETS = 60  # open at the same time; the parser calls itself for each
MOST_DEPTH = 12
MOST_ALIASES = 30
MOST_ROOT_FIELDS = 20
MOST_DIRECTIVES = 8
MOST_FIELDS = 2000  # with every fragment written out where it is spread
MOST_FRAGMENTS = 30
MOST_REPEATS = 10  # of one field in one selection: validation compares each pair
MOST_LIST_INPUTS = 100
LONGEST_NUMBER = 40  # digits
MOST_INTROSPECTIONS = 2

_OPENING = {TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L}
_CLOSING = {TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R}
_INTROSPECTION = {"__schema", "__type"}


def count_tokens(text: str) -> None:
    """Refuse a text that is too long to be parsed."""
    if text.count("#") > MOST_TOKENS:
        raise too_large(f"A document has at most {MOST_TOKENS} comments.")
    lexer = Lexer(Source(text))
    tokens = brackets = 0
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        tokens += 1
        brackets += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if tokens > MOST_TOKENS:
            raise too_large(f"A document has at most {MOST_TOKENS} tokens.")
        if brackets > MOST_BRACKETS:
            raise too_large(f"A document has at most {MOST_BRACKETS} brackets inside each other.")


class Shape:
    """How large a document is. It may still have faults that validation finds afterwards."""

    def __init__(self, document: DocumentNode) -> None:
        self._document = document
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._depths: dict[str, int] = {}
        self._root_fields: dict[str, int] = {}
        self._all_fields: dict[str, int] = {}
        self.names: set[str] = set()
        self.aliases = self.directives = self.repeats = self.longest = self.introspections = 0
        self.fragments = sum(
            isinstance(node, FragmentDefinitionNode) for node in document.definitions
        )
        self.operations = len([*self._operations()])
        self.roots = {
            node.name.value if isinstance(node, FieldNode) else ""
            for operation in self._operations()
            for node in operation.selection_set.selections
        }
        for node in _nodes(document):
            self._count(node)

    def check(self) -> None:
        """Refuse a document that is larger than allowed; the recursive measures come last."""
        for measured, most, name in (
            (self.fragments, MOST_FRAGMENTS, "fragments"),
            (self.aliases, MOST_ALIASES, "aliases"),
            (self.directives, MOST_DIRECTIVES, "directives"),
            (self.repeats, MOST_REPEATS, "times the same field or fragment in a selection"),
            (self.longest, MOST_LIST_INPUTS, "values in a list"),
            (self.introspections, MOST_INTROSPECTIONS, "introspections"),
        ):
            if measured > most:
                raise too_large(f"A document has at most {most} {name}; this has {measured}.")
        for operation in self._operations():
            if self._depth(operation.selection_set) > MOST_DEPTH:
                raise too_large(f"Fields are at most {MOST_DEPTH} deep.")
            if self._roots(operation.selection_set) > MOST_ROOT_FIELDS:
                raise too_large(f"An operation has at most {MOST_ROOT_FIELDS} root fields.")
            if self._fields(operation.selection_set) > MOST_FIELDS:
                raise too_large(f"An operation has at most {MOST_FIELDS} fields.")

    def _operations(self) -> Iterator[OperationDefinitionNode]:
        for node in self._document.definitions:
            if isinstance(node, OperationDefinitionNode):
                yield node

    def _count(self, node: Node) -> None:
        if isinstance(node, FieldNode):
            self.names.add(node.name.value)
            self.aliases += node.alias is not None
            self.introspections += node.name.value in _INTROSPECTION
        elif isinstance(node, DirectiveNode):
            self.directives += 1
        elif isinstance(node, ListValueNode):
            self.longest = max(self.longest, len(node.values))
        elif isinstance(node, SelectionSetNode):
            self.repeats = max(self.repeats, _repeats(node))
        elif isinstance(node, IntValueNode | FloatValueNode) and len(node.value) > LONGEST_NUMBER:
            raise bad_input(f"Numbers have at most {LONGEST_NUMBER} digits.")
        elif isinstance(node, StringValueNode) and "\0" in node.value:
            raise bad_input("Texts have no NUL character.")

    def _depth(self, selected: SelectionSetNode | None) -> int:
        return (
            max((self._depth_at(node) for node in selected.selections), default=0)
            if selected
            else 0
        )

    def _depth_at(self, node: Node) -> int:
        if isinstance(node, FieldNode):
            inside = 0 if node.name.value in _INTROSPECTION else self._depth(node.selection_set)
            return 1 + inside
        if isinstance(node, InlineFragmentNode):
            return self._depth(node.selection_set)
        return self._in_fragment(node, self._depths, self._depth)

    def _roots(self, selected: SelectionSetNode | None) -> int:
        return sum(self._roots_at(node) for node in selected.selections) if selected else 0

    def _roots_at(self, node: Node) -> int:
        if isinstance(node, FieldNode):
            return 1
        if isinstance(node, InlineFragmentNode):
            return self._roots(node.selection_set)
        return self._in_fragment(node, self._root_fields, self._roots)

    def _fields(self, selected: SelectionSetNode | None) -> int:
        return sum(self._fields_at(node) for node in selected.selections) if selected else 0

    def _fields_at(self, node: Node) -> int:
        if isinstance(node, FieldNode):
            return 1 + self._fields(node.selection_set)
        if isinstance(node, InlineFragmentNode):
            return self._fields(node.selection_set)
        return self._in_fragment(node, self._all_fields, self._fields)

    def _in_fragment(
        self, node: Node, known: dict[str, int], measure: Callable[[SelectionSetNode], int]
    ) -> int:
        if not isinstance(node, FragmentSpreadNode):
            return 0
        name = node.name.value
        fragment = self._fragments.get(name)
        if fragment is None:
            return 0  # validation says that it is unknown
        if name not in known:
            known[name] = 0  # a cycle ends here; validation says that it is one
            known[name] = measure(fragment.selection_set)
        return known[name]


def _nodes(document: DocumentNode) -> Iterator[Node]:
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        yield node
        for key in node.keys:
            value = getattr(node, key, None)
            if isinstance(value, Node):
                waiting.append(value)
            elif isinstance(value, list | tuple):
                waiting.extend(each for each in value if isinstance(each, Node))


def _repeats(node: SelectionSetNode) -> int:
    names: Counter[str] = Counter()
    for each in node.selections:
        if isinstance(each, FieldNode):
            names[(each.alias or each.name).value] += 1
        elif isinstance(each, FragmentSpreadNode):
            names[f"...{each.name.value}"] += 1
        else:
            names["... on"] += 1
    return max(names.values(), default=0)
