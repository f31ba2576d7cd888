import { redirect } from 'next/navigation';

/** An address people guess; favourites are a filter of the files. */
export default function FavouritesPage() {
  redirect('/?favourite=true');
}
