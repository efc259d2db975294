"""Tables in, plotly figures out, in one palette that colour-blind people can tell apart. Plotly loads on first use."""
