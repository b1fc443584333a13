/* The token for requests made by scripts; asked for when needed, never stored. */
export async function csrfToken() {
  const answer = await fetch("/csrf", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).csrf_token;
}
