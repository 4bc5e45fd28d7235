// A direct PUT: the ticket of this server says how, and the file goes to the store.
const form = document.getElementById("put");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = form.elements.file.files[0];
  const state = form.querySelector("output");
  state.textContent = "Uploading…";
  try {
    const query = new URLSearchParams({ fileName: file.name, size: file.size });
    const asked = await fetch(`/uploads?${query}`, { method: "POST" });
    const { method, url, headers, back, message } = await asked.json();
    if (!asked.ok) throw new Error(message);
    const stored = await fetch(url, { method, headers, body: file });
    if (!stored.ok) throw new Error(`The store answered ${stored.status}.`);
    location = back;
  } catch (error) {
    state.textContent = error.message;
  }
});
