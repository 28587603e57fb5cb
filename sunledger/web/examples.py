"""Commands that show examples below their options."""

from argparse import RawDescriptionHelpFormatter
from typing import Any, ClassVar

from django.core.management.base import BaseCommand


class WithExamples(BaseCommand):
    """A command whose help ends with examples, as they are written."""

    examples: ClassVar[str]

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Return the parser, with examples below the options."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = self.examples, RawDescriptionHelpFormatter
        return parser
