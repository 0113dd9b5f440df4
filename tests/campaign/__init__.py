"""Everything that does not belong in the lab, thrown at it: `python -m tests.campaign` (`make fuzz`)."""
