"""What procurement data show: figures of each process and party, from the flat tables of `ocds`.

`eleven` computes the indicators of Cardinal. Nothing here knows of Django.
"""
