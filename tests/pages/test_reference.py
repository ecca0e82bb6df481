"""The loader of all reference data, from the register to the question bank."""

from pathlib import Path

import pytest
from django.conf import settings

from assignments.mapping.models import Question
from korus_portal.pages import reference
from municipalities.csvfile import DataFileError
from municipalities.indicators.models import Indicator, Source

pytestmark = pytest.mark.django_db
HEADER = "code,theme,kind,text_nb,text_nn\n"
ONE = "rus_samtale,substance_use,competence,Vi tar opp rus.,Vi tek opp rus.\n"


def test_loading_twice_changes_nothing_the_second_time() -> None:
    first = reference.load()
    assert first["indicators"].created > 0
    assert first["questions of mappings"].created > 0
    assert all(tally.written == 0 for tally in reference.load().values())


def test_every_indicator_can_be_read_in_both_written_standards() -> None:
    reference.load()
    assert not Indicator.objects.filter(definition_nn="").exists()
    assert not Source.objects.filter(publication="opened", publication_note_nn="").exists()


def test_a_question_that_left_the_file_is_retired_and_comes_back(tmp_path: Path) -> None:
    reference.load()
    (tmp_path / "mapping_questions.csv").write_text(HEADER + ONE)
    reference.load(tmp_path)
    assert list(Question.objects.filter(retired_on=None).values_list("code", flat=True)) == [
        "rus_samtale"
    ]
    reference.load()
    assert not Question.objects.exclude(retired_on=None).exists()


def test_a_broken_file_of_the_last_part_changes_nothing_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "mapping_questions.csv").write_text(HEADER + ONE.replace("substance_use", "sjakk"))
    with pytest.raises(DataFileError):
        reference.load(tmp_path)
    assert not Source.objects.exists()


def test_only_numbers_can_be_added_up(tmp_path: Path) -> None:
    own = Path(settings.REFERENCE_DATA) / "indicators.csv"
    broken = own.read_text().replace(
        "percent,1,higher_is_worse,need,false", "percent,1,higher_is_worse,need,true"
    )
    (tmp_path / "indicators.csv").write_text(broken)
    with pytest.raises(DataFileError, match="added up"):
        reference.load(tmp_path)
