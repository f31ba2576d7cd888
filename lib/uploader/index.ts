export { createUploadApi, type UploadApi, type UploadApiOptions } from './api';
export { createBrowserUploader } from './browser/create-browser-uploader';
export { createInThreadHashWorker } from './hash';
export type { HashWorker } from './hash-protocol';
export type { Snapshot, Totals } from './item-list';
export type { OnConflict, RemoteFile } from './protocol';
export type { ItemState, StateName, UploadItem, WaitReason } from './state';
export { isFinished, isWorking } from './state';
export { type Addable, type AddOptions, Uploader, type UploaderOptions } from './uploader';
