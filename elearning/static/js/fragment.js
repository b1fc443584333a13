/* Send a form and give back the element that the server answers with.
   XMLHttpRequest parses the answer itself: no HTML string passes through our hands, so no Trusted Types
   policy is needed, and scripts in the answer stay dead. */
export function sendForm(form, name) {
  return send(form.action, new FormData(form), name);
}

/* The same for any data; an aborted signal stops it. */
export function send(address, data, name, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "document";
    request.setRequestHeader("X-Fragment", name);
    request.onload = () => {
      const element = request.response && request.response.body.firstElementChild;
      if (request.status === 200 && element) resolve(document.adoptNode(element));
      else reject(new Error(String(request.status)));
    };
    request.onerror = () => reject(new Error("network"));
    request.onabort = () => reject(new Error("aborted"));
    if (signal) signal.addEventListener("abort", () => request.abort());
    request.send(data);
  });
}
