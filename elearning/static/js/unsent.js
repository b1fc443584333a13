/* Answers that have not been sent, kept in IndexedDB: one record a tab, under attempt and tab. Where the browser refuses,
   in a private window for instance, the promises hold false and the page keeps its answers in memory. */
const NAME = "jawaban";
const PATIENCE = 3000; /* nobody waits longer for it; a slow one is used as soon as it is there */
let opening = null;

const late = () => new Promise((_ready, refuse) => { setTimeout(refuse, PATIENCE); });
const open = () => new Promise((ready, refuse) => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(NAME);
  request.onerror = () => {
    opening = null;
    refuse();
  };
  request.onsuccess = () => {
    const database = request.result;
    database.onversionchange = () => database.close(); /* a later page's shape: this page keeps none any more */
    database.onclose = () => { opening = null; };
    ready(database);
  };
});

/* Does some work in one transaction; true once that is over */
async function within(work) {
  try {
    opening = opening || open();
    const database = await Promise.race([opening, late()]);
    return await new Promise((ready, refuse) => {
      const turn = database.transaction(NAME, "readwrite");
      turn.oncomplete = () => ready(true);
      turn.onabort = refuse;
      work(turn.objectStore(NAME), turn);
    });
  } catch (error) {
    return false;
  }
}

/* Told to commit, it does so also when the tab dies at once */
const change = (work) => within((store, turn) => {
  work(store);
  turn.commit();
});
const between = (attempt) => IDBKeyRange.bound(`${attempt}-`, `${attempt}.`);

/* The studio keeps its texts in localStorage */
const texts = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("naskah-"));
  } catch (error) {
    return [];
  }
};

export const keep = (attempt, client, rest) => change((store) => store.put(rest, `${attempt}-${client}`));
export const remove = (attempt, client) => change((store) => store.delete(`${attempt}-${client}`));

/* All that closed tabs have kept becomes the record that `merge` makes of it, at once: of two tabs that open together one
   gets it */
export const takeOver = (attempt, client, merge) => within((store) => {
  store.getAll(between(attempt)).onsuccess = ({ target }) => {
    if (!target.result.length) return;
    store.delete(between(attempt));
    store.put(merge(target.result.sort((a, b) => a.at - b.at)), `${attempt}-${client}`);
  };
});

/* A closed attempt has nothing left to send; a receipt may have been lost on the way */
export const close = (attempt) => change((store) => store.delete(between(attempt)));

/* Signing out leaves no answers and no texts on a shared phone; what has not been sent is asked about first */
export async function signOut(form) {
  const keys = texts();
  let count = keys.length;
  await within((store) => {
    store.count().onsuccess = ({ target }) => { count += target.result; };
  });
  const isHeld = !document.dispatchEvent(new Event("unsent", { cancelable: true }));
  if ((count || isHeld) && !confirm(form.dataset.signOut)) return;
  document.dispatchEvent(new Event("forget"));
  keys.forEach((key) => localStorage.removeItem(key));
  await change((store) => store.clear());
  form.submit();
}
