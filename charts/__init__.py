"""Charts as values: what a chart shows, from which its plotly figure and its words for the ear both come. Pure."""
