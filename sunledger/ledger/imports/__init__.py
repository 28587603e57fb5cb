"""A sheet becomes items: a plan with its levels, a batch of problems, findings of an audit."""
