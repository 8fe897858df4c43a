import { useEffect, useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Mark } from '../ui/mark.tsx';
import type { Licence } from './licence.ts';

export function AboutDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { info } = useApp();
  return (
    <Dialog title="About Galley" onClose={onClose}>
      <div className="content about">
        <div className="about-head">
          <Mark size={64} />
          <div>
            <p className="about-name">Galley</p>
            <p className="soft selectable">Version {info.version}</p>
          </div>
        </div>
        <p>Two-column scripts for film, written on this device first.</p>
        <Licences />
      </div>
    </Dialog>
  );
}

/** The list is long and seldom read, so it is fetched when the dialog opens. */
function Licences(): ReactNode {
  const [licences, setLicences] = useState<readonly Licence[]>([]);
  useEffect(() => {
    let wanted = true;
    void import('./licences.json').then(({ default: list }) => {
      if (wanted) setLicences(list);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <section className="licences">
      <h3>What Galley is made with</h3>
      <p className="small soft">
        Galley runs on Electron and Chromium, whose licences lie beside the program. It contains these works:
      </p>
      <ul>
        {licences.map(({ name, version, licence, text }) => (
          <li key={name}>
            <details>
              <summary>
                <span className="grow">{name}</span> <span className="quiet small">{`${version} · ${licence}`}</span>
              </summary>
              <pre className="selectable">{text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
