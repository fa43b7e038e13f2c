"""Drives headless Chromium through --remote-debugging-pipe: JSON with a NUL behind each message, on its file descriptors 3 and 4
(chromedevtools.github.io/devtools-protocol). Nothing but the standard library."""
import base64
import json
import os
import select
import shutil
import signal
import subprocess
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find():
    """The browser's path, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One process; pages are told apart by their sessions."""

    def __init__(self, profile):
        to_browser, self.out = os.pipe()
        self.incoming, from_browser = os.pipe()
        arguments = [
            find(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
            "--remote-debugging-pipe", f"--user-data-dir={profile}", "--force-color-profile=srgb", "--lang=en", "about:blank",
        ]

        def descriptors():
            os.setsid()
            # First out of the way of 3 and 4, then there.
            first, second = os.dup(to_browser), os.dup(from_browser)
            while first < 5:
                first = os.dup(first)
            while second < 5:
                second = os.dup(second)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        preexec_fn=descriptors, close_fds=False)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.answers = {}
        self.pages = {}

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        os.close(self.out)
        os.close(self.incoming)

    def receive(self, until):
        """Takes one message, or nothing at that time."""
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.incoming], [], [], left)[0]:
                return False
            chunk = os.read(self.incoming, 1 << 20)
            if not chunk:
                raise RuntimeError("the browser ended")
            self.buffer += chunk
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        if "id" in message:
            self.answers[message["id"]] = message
        elif page := self.pages.get(message.get("sessionId")):
            page.event(message["method"], message["params"])
        return True

    def send(self, method, params=None, session=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        return self.number

    def call(self, method, params=None, session=None, seconds=30):
        number = self.send(method, params, session)
        until = time.monotonic() + seconds
        while number not in self.answers:
            if not self.receive(until) and time.monotonic() >= until:
                raise TimeoutError(method)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def page(self, **options):
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, session, target)
        self.pages[session] = page
        page.begin(**options)
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.requests, self.console, self.dialogs, self.bytes = [], [], [], {}
        self.loaded = False

    def event(self, method, params):
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.console.append(json.dumps(params["exceptionDetails"])[:400])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(json.dumps(params["args"])[:400])
        elif method == "Log.entryAdded":
            self.console.append(params["entry"]["text"][:400] + " " + params["entry"].get("url", ""))
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(params["message"])
            self.browser.send("Page.handleJavaScriptDialog", {"accept": True}, self.session)
        elif method == "Page.loadEventFired":
            self.loaded = True

    def call(self, method, **params):
        return self.browser.call(method, params, self.session)

    def begin(self, width=1200, height=800, dark=False, script=True, scale=1):
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 500)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def open(self, url):
        if "#" in url:  # Else nothing might be loaded.
            self.open("about:blank")
        self.loaded = False
        self.call("Page.navigate", url=url)
        self.wait_loaded()

    def wait_loaded(self, seconds=20):
        until = time.monotonic() + seconds
        while not self.loaded:
            if time.monotonic() > until:
                raise TimeoutError("the page does not load")
            self.browser.receive(until)

    def eval(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:600])
        return answer["result"].get("value")

    def until(self, expression, seconds=10):
        """Waits for a true value and returns it."""
        end = time.monotonic() + seconds
        while not (value := self.eval(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"{expression}: {self.eval('location.href')} {self.console} {self.eval('document.body.innerText')[:1500]}")
            time.sleep(0.02)
        return value

    def key(self, key, text=None, code=None):
        codes = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9, "Backspace": 8}
        params = {"key": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0]))}
        if key == "Enter":
            text = "\r"
        if text is not None:
            params["text"] = text
        self.call("Input.dispatchKeyEvent", type="keyDown", **params)
        self.call("Input.dispatchKeyEvent", type="keyUp", **params)

    def type(self, text):
        for c in text:
            if ord(c) < 128:
                self.key(c, text=c)
            else:
                self.call("Input.insertText", text=c)

    def screenshot(self, path, full=True):
        if full:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 2600), "scale": 1}
            data = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        else:
            data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", {"targetId": self.target})
        self.browser.pages.pop(self.session, None)
