"""How unequal the groups are: the summary measures of WHO HEAT, their validity, the gap over time and who makes it up."""
