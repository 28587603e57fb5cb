"""What Sunledger publishes of works and purchases, in the forms that others read.

Published lines of a category that names a stage become releases of the Open Contracting Data
Standard 1.1, one for each line and each correction of it; they, and payments to organisations,
become entities of FollowTheMoney.
"""
