"""The tokens of a query, taken one after the other; and the query, written otherwise."""

from __future__ import annotations

from indexer.errors import Complaint, QueryError
from indexer.query.lexer import MAX_DEPTH, Token, TokenKind, tokens, without_quotes


class TokenStream:
    """What has not been read yet."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` into tokens. Raises ``QueryError``."""
        self._text = text
        self._tokens = tokens(text)
        self._next = 0
        self._depth = 0

    def peek(self) -> Token | None:
        """Return the next token; ``None`` at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def last(self) -> Token | None:
        """Return the token that was taken last; ``None`` at the beginning."""
        return self._tokens[self._next - 1] if self._next else None

    def take(self, *kinds: TokenKind) -> Token | None:
        """Take the next token if it is of one of ``kinds``."""
        token = self.peek()
        if token is None or token.kind not in kinds:
            return None
        self._next += 1
        return token

    def deeper(self, token: Token) -> None:
        """Go one level down, at ``token``. Raises ``QueryError`` if that is too deep."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(Complaint.TOO_DEEP, token.start, most=MAX_DEPTH)

    def higher(self) -> None:
        """Come back up."""
        self._depth -= 1

    def complaint(self, complaint: Complaint, *dropped: Token, **values: object) -> QueryError:
        """Return a complaint about the first of ``dropped``; without these it may work.

        If nothing is left without them, they may have been meant as text.
        """
        better = self.without(*dropped) or self.quoted(dropped[0], dropped[-1])
        return QueryError(complaint, dropped[0].start, better, **values)

    def instead(
        self, complaint: Complaint, token: Token, text: str, **values: object
    ) -> QueryError:
        """Return a complaint about ``token``, in whose place ``text`` may work."""
        return QueryError(complaint, token.start, self.replaced((token, text)), **values)

    def typed(self, first: Token, last: Token | None = None) -> str:
        """Return what stands in the query from one token to another."""
        return self._text[first.start : (last or first).end]

    def without(self, *dropped: Token) -> str | None:
        """Return the query without some tokens."""
        kept = (token for token in self._tokens if token not in dropped)
        return _spaced([(token, self.typed(token)) for token in kept]) or None

    def replaced(self, *replacements: tuple[Token, str]) -> str:
        """Return the query with texts in the places of tokens, which come in order."""
        mended, end = "", 0
        for token, text in replacements:
            mended += self._text[end : token.start] + text
            end = token.end
        return mended + self._text[end:]

    def quoted(self, first: Token, last: Token | None = None) -> str:
        """Return the query with everything from one token to another as a phrase."""
        end = (last or first).end
        phrase = without_quotes(self._text[first.start : end])
        return f"{self._text[: first.start]}“{phrase}”{self._text[end:]}"


_GLUED = (TokenKind.OPEN, TokenKind.FIELD)


def _spaced(pieces: list[tuple[Token, str]]) -> str:
    """Join tokens; nothing comes between a bracket, field or minus and what it belongs to."""
    text, glued = "", True
    for token, piece in pieces:
        text += piece if glued or token.kind is TokenKind.CLOSE else f" {piece}"
        is_minus = token.kind is TokenKind.NOT and len(piece) == 1 and not piece.isalpha()
        glued = token.kind in _GLUED or is_minus
    return text
