/** Pictures that were uploaded as vouchers. Their addresses name a host that does not exist, so they are served here. */

/** How many are kept. */
const KEPT = 100;

export function createVouchers() {
  /** Bytes by path. */
  const pictures = new Map();

  return {
    /** A fetch that keeps a copy of each picture that is uploaded through it. */
    watch: (fetch) => async (url, init) => {
      const response = await fetch(url, init);
      if (init.body?.startsWith('{"imageData"')) keep(JSON.parse(init.body), await response.clone().json());
      return response;
    },

    /** The picture at a path such as `/img/ibank/3305075341149134261.jpg`. */
    get: (path) => pictures.get(path),
  };

  function keep({ imageData }, { data }) {
    if (!data) return;
    pictures.set(`/${data.imageRelativeUrl}`, Buffer.from(imageData, "base64"));
    if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value);
  }
}
