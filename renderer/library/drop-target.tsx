import { useState, type DragEvent, type ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';

interface DropTargetProps {
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** Takes one file dragged from outside and shows where it may be let go. */
export function DropTarget({ onFile, children }: DropTargetProps): ReactNode {
  const [depth, setDepth] = useState(0);
  const ifFile = (event: DragEvent, then: () => void): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    then();
  };
  return (
    <div
      className="drop-target"
      onDragEnter={(event) => ifFile(event, () => setDepth((before) => before + 1))}
      onDragLeave={(event) => ifFile(event, () => setDepth((before) => before - 1))}
      onDragOver={(event) =>
        ifFile(event, () => {
          event.dataTransfer.dropEffect = 'copy';
        })
      }
      onDrop={(event) =>
        ifFile(event, () => {
          setDepth(0);
          const [file] = event.dataTransfer.files;
          if (file !== undefined) onFile(file);
        })
      }
    >
      {children}
      {depth > 0 ? (
        <div className="drop-veil">
          <Icon name="upload" size={20} />
          <b>Let go to import</b>
          <span className="soft">Fountain, Markdown or plain text</span>
        </div>
      ) : null}
    </div>
  );
}
