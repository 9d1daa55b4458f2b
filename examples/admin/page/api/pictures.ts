/** Pictures as evidence: the platform takes JPG below 1 MB. */
import { client } from "./client";

const MOST_BYTES = 1_000_000;
/** The longest side of a picture that had to be made smaller, in pixels. */
const LONGEST_SIDE = 1600;

/** Converts a picture to a smaller JPG if the platform would not take it. */
async function asJpeg(file: File): Promise<Blob> {
  if (file.type === "image/jpeg" && file.size < MOST_BYTES) return file;
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const drawing = canvas.getContext("2d");
  if (!drawing) throw new Error("no canvas");
  // JPG has no transparency.
  drawing.fillStyle = "white";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.85);
  });
}

/**
 * An address at which the page can show a voucher: its own, but for the sandbox's, whose host does not exist. Those are
 * kept by the server.
 */
export function previewOf(voucher: string) {
  const { hostname, pathname } = new URL(voucher);
  return hostname.endsWith(".invalid") ? `/vouchers${pathname}` : voucher;
}

/** Uploads a picture and returns its URL, for the `vouchers` of a refund. */
export async function uploadPicture(file: File): Promise<string> {
  const picture = await asJpeg(file);
  const imageData = await picture.arrayBuffer();
  const { imageDomain, imageRelativeUrl } = await client.alibaba.refund.uploadVoucher({ imageData });
  return `https://${imageDomain}/${imageRelativeUrl}`;
}
