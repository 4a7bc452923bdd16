import { useBooking } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import type { Booking } from "./bookings.tsx";
import { Button } from "./button.tsx";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Problem } from "./problem.tsx";
import { useToast } from "./toast.tsx";

export interface CancelBookingDialogProps {
  readonly booking: Booking;
  readonly onClose: () => void;
}

/** What comes back if the booking is cancelled now; then it is, or it stays. */
export function CancelBookingDialog({ booking, onClose }: CancelBookingDialogProps) {
  const { texts, formats, credits, named } = useLocale();
  const words = texts.bookings;
  const tell = useToast();
  const { cancel } = useBooking();
  const { id, service = "", startsAt, credits: cost = 0, givesBack } = booking;
  const giveUp = () =>
    id !== null &&
    cancel.mutate(id, {
      onSuccess: (done) => {
        tell(words.cancelled(credits(done.credits)));
        onClose();
      },
    });
  return (
    <Dialog
      title={words.cancelTitle}
      onClose={onClose}
      actions={
        <>
          <CloseButton>{words.keep}</CloseButton>
          <Button look="danger" isBusy={cancel.isPending} onClick={giveUp}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <p>
        <b>{named(service)}</b>, <time dateTime={startsAt}>{formats.dateTime(startsAt)}</time>
      </p>
      {givesBack && (
        <p className="pb-note">
          {givesBack.until === null
            ? words.nothingBack(credits(cost))
            : `${words.comesBack(credits(givesBack.credits))} ${words.until(formats.dateTime(givesBack.until))}`}
        </p>
      )}
      <Problem error={cancel.error} />
    </Dialog>
  );
}
