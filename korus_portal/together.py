"""Many changes of tables in one step of a migration.

Django draws all its models anew for every operation that touches a relation, in order to know the
tables before and after each. With hundreds of models that takes half a second a time, and minutes
in all. Here they are drawn once before and once after, and a new table is made whole.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

# What a new table has already when it is made from its last state.
PARTS_OF_A_TABLE = (AddField, AddConstraint, AddIndex)


class Together(Operation):
    """Operations that may see the tables as they are before all of them, and after all of them.

    Not for RunPython and RunSQL, nor for two changes of the same column.
    """

    # Only forwards: a database goes back by its backup.
    reversible = False
    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.operations], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without drawn models nothing has to be drawn anew.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        made: set[str] = set()
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                made.add(operation.name_lower)
            elif isinstance(operation, PARTS_OF_A_TABLE) and operation.model_name.lower() in made:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} changes in one step"
