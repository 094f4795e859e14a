// @ts-check
// A small database of this browser: what a phone or a till keeps between two visits.

/**
 * @param {string} database its name @param {Record<string, string>} stores the key path of each store, by name
 * @returns {(name: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest) => Promise<any>}
 */
export function keptIn(database, stores) {
  /** @returns {Promise<IDBDatabase>} */
  const open = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(stores)) request.result.createObjectStore(name, { keyPath });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  return async function within(name, mode, act) {
    const opened = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = opened.transaction(name, mode);
        const request = act(transaction.objectStore(name));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      opened.close();
    }
  };
}
