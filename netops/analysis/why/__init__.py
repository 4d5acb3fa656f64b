"""Why a route is as it is: the candidates, the rule that chose, the line that says so; or where it stopped."""
