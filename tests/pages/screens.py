"""What tests of several screens do with them."""

from streamlit.testing.v1 import AppTest

SCRIPT_SECONDS = 60.0  # how long one run of a screen may take on a loaded two-core machine; an idle one takes under one


def press(screen: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in screen.button if button.label == label).click().run()


def open_screen(app: AppTest, page_file: str, **in_view: str) -> AppTest:
    """Open a screen with ``in_view`` in the URL."""
    app.run().switch_page(page_file).run()
    app.query_params.update(in_view)
    return app.run() if in_view else app
