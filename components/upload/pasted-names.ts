/** A pasted picture is called "image.png" by every browser: gives it a name that says when it was pasted. */
export function namePasted(file: File, now: Date): File {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  const extension = file.name.slice(file.name.lastIndexOf('.'));
  return new File([file], `Pasted ${day} at ${time}${extension}`, {
    type: file.type,
    lastModified: file.lastModified,
  });
}
