"""Find the sentences that a template says, and say each in another language, before compiling.

A template is written once, in French. What it says stands between its tags, in the attributes that
people hear, and in the texts that it gives to macros. Each is one sentence: inline tags stay in it,
and what is computed becomes a hole with a name, so that a translator may move both. Nothing is
wrapped by hand, so nothing can be forgotten.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

Say = Callable[[str], str]
"""Gives the words for a sentence; holes stand in both as `{amount_text}`."""

HOLE = re.compile(r"\{([a-z_0-9]+)\}")

_INLINE = frozenset({"a", "abbr", "br", "em", "span", "strong"})
_WRITE_ATTRIBUTES = frozenset({"_classes", "_state", "kit"})
"""Macros whose text goes inside a tag: nobody reads it."""
_NOT_READ = frozenset({"events"})
_FIRST_MARK = 0xE000
_MARK = re.compile("[\ue000-\uf8ff]")
_TAG = re.compile("<[/!a-zA-Z\ue000-\uf8ff][^>]*(?:>|$)")
_TAG_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_OTHER_LANGUAGE = re.compile(r'<(?!html)[^>]*\slang="[a-z]{2}"')
_HEARD = re.compile(r'\b(aria-label|title|alt|placeholder)="([^"]*)"')
_WRAPPED = re.compile(r"(<([a-z]+)(?:\s[^>]*)?>)(.*)(</\2>)", re.DOTALL)
_UNREAD = re.compile(r"<[^>]*>|&[a-z]+;|[\ue000-\uf8ff]")
_SAID_ON_PAPER = re.compile(r'\bsay\("([^"]+)"')
_SPACES = re.compile(r"[ \t\n]+")
_ADDRESS = re.compile(r"\s*(?:/|https?:|data-)")
_OPENS_A_SENTENCE = re.compile(r"[A-Z][a-z]")


def reads_as_words(text: str) -> bool:
    """Say whether a text given to a macro is for people: `Payer`, not `primary` nor `/pay`."""
    read = _UNREAD.sub("", text).strip()
    if _ADDRESS.match(text) or not _has_letters(read):
        return False
    return bool(not read.isascii() or _OPENS_A_SENTENCE.match(read) or " " in text.strip())


def said_on_paper(source: str) -> list[str]:
    """List the sentences of a document to typeset: there each is marked, `say("Solde")`."""
    return _SAID_ON_PAPER.findall(source)


class Sentences(NodeTransformer):
    """Replace the sentences of one parsed template by what `say` gives for each."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._is_inside_tag = False
        self._left_alone = ""  # the element that is in a language of its own

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        """Say anew a run of text, tags and expressions."""
        holes: list[nodes.Expr] = []
        text = ""
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                text += part.data
            else:
                text += chr(_FIRST_MARK + len(holes))
                holes.append(self.visit(part))
        said = "".join(self._said(text, holes))
        pieces = _fill(said, holes, lambda data: nodes.TemplateData(data, lineno=node.lineno))
        return nodes.Output(pieces, lineno=node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:
        """Say anew a text that is put together: it is one sentence with holes."""
        holes: list[nodes.Expr] = []
        text = ""
        for part in node.nodes:
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                text += part.value
            else:
                text += chr(_FIRST_MARK + len(holes))
                holes.append(self.visit(part))
        said = self._sentence(text, holes) if reads_as_words(text) else text
        pieces = _fill(said, holes, lambda data: nodes.Const(data, lineno=node.lineno))
        return nodes.Concat(pieces, lineno=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Const:
        """Say anew a text that is given to a macro."""
        if isinstance(node.value, str) and reads_as_words(node.value):
            return nodes.Const(self._sentence(node.value, []), lineno=node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Say anew what is marked, `_("aucun")`: a word that does not look like a sentence."""
        text = node.args[0] if node.args else None
        is_marked = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if is_marked and isinstance(text, nodes.Const):
            return nodes.Const(self._sentence(text.value, []), lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        """Keep apart the macros that write attributes."""
        self._is_inside_tag = node.name in _WRITE_ATTRIBUTES
        visited = self.generic_visit(node)
        self._is_inside_tag = False
        return visited

    def visit_Pair(self, node: nodes.Pair) -> nodes.Pair:
        """Keep the key of a pair."""
        return nodes.Pair(node.key, self.visit(node.value), lineno=node.lineno)

    def visit_Keyword(self, node: nodes.Keyword) -> nodes.Keyword:
        """Keep what a macro takes for the machine."""
        if node.key in _NOT_READ:
            return node
        return nodes.Keyword(node.key, self.visit(node.value), lineno=node.lineno)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:
        """Keep what values are compared with."""
        return node

    def _said(self, text: str, holes: Sequence[nodes.Expr]) -> Iterator[str]:
        """Say a run of text and tags; tags that are not inline part sentences."""
        sentence = ""
        for piece in self._pieces(text):
            is_tag = self._is_inside_tag or piece.startswith("<")
            if not is_tag or self._is_inline(piece):
                sentence += piece
                continue
            yield self._unless_alone(sentence, holes)
            sentence = ""
            self._notice(piece)
            yield _HEARD.sub(lambda found: self._attribute(found, holes), piece)
        yield self._unless_alone(sentence, holes)

    def _pieces(self, text: str) -> Iterator[str]:
        """Part tags from what stands between them; a tag may begin or end in another run."""
        if self._is_inside_tag:
            head, closing, text = text.partition(">")
            yield head + closing
            if not closing:
                return
            self._is_inside_tag = False
        start = 0
        for tag in _TAG.finditer(text):
            if tag.start() > start:
                yield text[start : tag.start()]
            start = tag.end()
            self._is_inside_tag = not tag[0].endswith(">")
            yield tag[0]
        if start < len(text):
            yield text[start:]

    def _is_inline(self, tag: str) -> bool:
        name = _TAG_NAME.match(tag)
        is_whole = tag.endswith(">") and not self._is_inside_tag
        is_own = _OTHER_LANGUAGE.match(tag) or self._left_alone
        return bool(name and name[1] in _INLINE and is_whole and not is_own)

    def _notice(self, tag: str) -> None:
        """Notice where an element in a language of its own begins and ends."""
        name = _TAG_NAME.match(tag)
        if not self._left_alone and name and _OTHER_LANGUAGE.match(tag):
            self._left_alone = name[1]
        elif self._left_alone and tag.startswith(f"</{self._left_alone}"):
            self._left_alone = ""

    def _unless_alone(self, text: str, holes: Sequence[nodes.Expr]) -> str:
        if self._left_alone or not _has_letters(_UNREAD.sub("", text)):
            return text
        before, core, after = _trimmed(text)
        return f"{before}{self._sentence(core, holes)}{after}"

    def _attribute(self, found: re.Match[str], holes: Sequence[nodes.Expr]) -> str:
        name, value = found.groups()
        is_read = _has_letters(_UNREAD.sub("", value))
        return f'{name}="{self._sentence(value, holes) if is_read else value}"'

    def _sentence(self, text: str, holes: Sequence[nodes.Expr]) -> str:
        """Say one sentence, its holes by name; the spaces around it stay."""
        names: dict[str, str] = {}
        for mark in _MARK.findall(text):
            name = _name(holes[ord(mark) - _FIRST_MARK])
            count = sum(other.partition("__")[0] == name for other in names)
            names[f"{name}__{count + 1}" if count else name] = mark
        core = text.strip(" \n\t")
        at = text.find(core)
        before, after = text[:at], text[at + len(core) :]
        asked = _SPACES.sub(" ", core)
        for name, mark in names.items():
            asked = asked.replace(mark, f"{{{name}}}")
        said = HOLE.sub(lambda hole: names.get(hole[1], hole[0]), self._say(asked))
        return f"{before}{said}{after}"


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _trimmed(text: str) -> tuple[str, str, str]:
    """Take off what surrounds a sentence: spaces, an icon before it, a tag around all of it."""
    before, core, after = "", text, ""
    while True:
        inner = core.strip(" \n\t")
        icon = _MARK.match(inner)
        wrapped = _WRAPPED.fullmatch(inner)
        at = core.find(inner)
        if icon and inner[1:2] == "<":
            before, core, after = (
                before + core[: at + 1],
                inner[1:],
                core[at + len(inner) :] + after,
            )
        elif wrapped and wrapped[4] not in wrapped[3]:
            before += core[:at] + wrapped[1]
            after = wrapped[4] + core[at + len(inner) :] + after
            core = wrapped[3]
        else:
            return before + core[:at], inner, core[at + len(inner) :] + after


def _name(hole: nodes.Expr) -> str:
    """Name a hole after what fills it: `view.amount` gives `amount`."""
    match hole:
        case nodes.Name():
            return str(hole.name)
        case nodes.Getattr():
            return str(hole.attr)
        case nodes.Call() | nodes.Getitem() | nodes.Filter() if hole.node is not None:
            return _name(hole.node)
        case nodes.CondExpr():
            return "choice"
        case _:
            return "text"


def _fill(
    said: str, holes: Sequence[nodes.Expr], write: Callable[[str], nodes.Expr]
) -> list[nodes.Expr]:
    """Put what is computed back into the holes of a text."""
    pieces: list[nodes.Expr] = []
    start = 0
    for mark in _MARK.finditer(said):
        if mark.start() > start:
            pieces.append(write(said[start : mark.start()]))
        pieces.append(holes[ord(mark[0]) - _FIRST_MARK])
        start = mark.end()
    if start < len(said) or not pieces:
        pieces.append(write(said[start:]))
    return pieces
