"""The digest of a content: one for the same words, another for any other, closed to guessing."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.core.content import content_digest

KEY = b"the server key of the tests, 32 b"
words = st.text(max_size=8)
arguments = st.lists(st.none() | st.integers() | words, max_size=4)
contents = st.tuples(words, words, arguments)


@given(contents, contents)
def test_two_contents_share_a_digest_only_when_they_are_the_same(
    one: tuple[str, str, list[str | int | None]], other: tuple[str, str, list[str | int | None]]
) -> None:
    def digest(content: tuple[str, str, list[str | int | None]]) -> bytes:
        principal, kind, sent = content
        return content_digest(KEY, principal, kind, *sent)

    assert (digest(one) == digest(other)) == (one == other)


def test_a_word_never_slides_into_the_next_and_a_number_is_no_text() -> None:
    digests = {
        content_digest(KEY, "awa", "payment", "ab", "c"),
        content_digest(KEY, "awa", "payment", "a", "bc"),
        content_digest(KEY, "awa", "payment", "abc"),
        content_digest(KEY, "awa", "payment", "1"),
        content_digest(KEY, "awa", "payment", 1),
        content_digest(KEY, "awa", "payment", None),
        content_digest(KEY, "awa", "payment", "null"),
        content_digest(KEY, "awa", "payment"),
        content_digest(KEY, "awap", "ayment"),
    }

    assert len(digests) == 9


def test_without_the_key_of_the_server_a_content_cannot_be_tried() -> None:
    assert content_digest(KEY, "awa", "payment", 1) != content_digest(b"other", "awa", "payment", 1)
    assert len(content_digest(KEY, "awa", "payment", 1)) == 32
