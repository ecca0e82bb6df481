"""What differs between two texts, word by word."""

import time

from reporting.diffs import IN, OUT, Piece, of_texts


def test_words_put_in_and_taken_out_are_marked() -> None:
    sides = of_texts("Vi holdt tre kurs i Alta.", "Vi holdt fire kurs i Alta og Vadsø.")
    assert Piece(OUT, "tre ") in sides.old
    assert Piece(IN, "fire ") in sides.new
    assert "".join(piece.text for piece in sides.old) == "Vi holdt tre kurs i Alta."
    assert "".join(piece.text for piece in sides.new) == "Vi holdt fire kurs i Alta og Vadsø."


def test_equal_texts_have_no_marks() -> None:
    sides = of_texts("Likt.\r\nTo linjer.", "Likt.\nTo linjer.")
    assert {piece.kind for piece in [*sides.old, *sides.new]} == {"same"}


def test_nothing_beside_a_text_is_the_whole_text_put_in() -> None:
    sides = of_texts("", "Helt nytt.")
    assert sides.old == []
    assert sides.new == [Piece(IN, "Helt nytt.")]


def test_long_texts_are_compared_by_paragraph_and_quickly() -> None:
    paragraphs = [f"Avsnitt {number} og mer og mer." for number in range(2_000)]
    changed = [*paragraphs[:1_000], "Et nytt avsnitt.", *paragraphs[1_000:]]
    started = time.monotonic()
    sides = of_texts("\n".join(paragraphs), "\n".join(changed))
    assert time.monotonic() - started < 5
    assert [piece.text for piece in sides.new if piece.kind == IN] == ["Et nytt avsnitt.\n"]
