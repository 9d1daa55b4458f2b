/** Pictures as evidence: chosen, uploaded at once, shown, removed. */
import { useId, useRef, useState } from "preact/hooks";
import { previewOf, uploadPicture } from "../api/pictures";
import { texts } from "../i18n";
import { Icon } from "./basics";
import { FieldError } from "./fields";

export interface Voucher {
  name: string;
  address: string;
}

export function Vouchers(props: {
  vouchers: readonly Voucher[];
  most: number;
  hint: string;
  error?: string | undefined;
  onVouchers: (vouchers: readonly Voucher[]) => void;
}) {
  const { wizard: t, common } = texts.value;
  const id = useId();
  const [uploading, setUploading] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const error = problem ?? props.error;

  async function add(files: readonly File[]) {
    setProblem(undefined);
    let vouchers = props.vouchers;
    for (const file of files) {
      if (vouchers.length >= props.most) {
        setProblem(t.pictureCount(props.most));
        break;
      }
      setUploading(file.name);
      try {
        vouchers = [...vouchers, { name: file.name, address: await uploadPicture(file) }];
        props.onVouchers(vouchers);
      } catch (error) {
        setProblem(t.pictureFailed(file.name, error instanceof Error ? error.message : String(error)));
      }
    }
    setUploading(undefined);
    if (input.current) input.current.value = "";
  }

  return (
    <div class={error ? "field invalid" : "field"}>
      <div class="label">
        <label for={id}>{t.vouchers}</label>
        <span class="count">{t.characters(props.vouchers.length, props.most)}</span>
      </div>
      <div class="vouchers">
        {props.vouchers.map(({ name, address }) => (
          <div key={address} class="voucher">
            <img src={previewOf(address)} alt={name} />
            <button
              type="button"
              class="icon-button"
              aria-label={t.removePicture(name)}
              onClick={() => props.onVouchers(props.vouchers.filter((voucher) => voucher.address !== address))}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
        {uploading && (
          <div class="voucher busy" role="status">
            <span class="hidden">
              {t.uploading} {uploading}
            </span>
          </div>
        )}
        {props.vouchers.length < props.most && (
          <div class="add-picture">
            <input
              ref={input}
              id={id}
              type="file"
              accept="image/*"
              multiple
              disabled={uploading !== undefined}
              aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
              onChange={(event) => void add([...(event.currentTarget.files ?? [])])}
            />
            <Icon name="picture" />
            <span aria-hidden="true">{uploading ? common.loading : t.addPicture}</span>
          </div>
        )}
      </div>
      <p class="hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
