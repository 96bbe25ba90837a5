"""Parts of the country that people draw or put together, under a name, to look at and to plan for."""
