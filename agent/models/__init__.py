"""Where LangChain chat models are built and observed."""
