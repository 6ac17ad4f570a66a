/* One way to post: same origin, with the page's CSRF token, answered in JSON. */

function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : "";
}

/**
 * Posts `body` and answers {status, data}; data is {} when the answer is not JSON.
 * `status` is 0 when nothing came back, and 401 when the site sent us to its sign-in page.
 */
export async function post(url, body) {
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
  } catch (_noSignal) {
    return { status: 0, data: {} };
  }
  if (answer.redirected) return { status: 401, data: {} };
  const isJson = (answer.headers.get("content-type") || "").includes("json");
  const data = isJson ? await answer.json().catch(() => ({})) : {};
  return { status: answer.status, data };
}
