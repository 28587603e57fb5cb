"""The sub-commands of sunledger, one file each."""
