"""What the decisions remember."""

from sunledger.decisions.models.meeting import Decision, Meeting, State

__all__ = ["Decision", "Meeting", "State"]
