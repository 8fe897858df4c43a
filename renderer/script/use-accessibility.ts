import { useEffect, useState } from 'react';
import { useApp } from '../app-services.ts';

/** Whether assistive technology is on, which may change while the window is open. */
export function useAccessibility(): boolean {
  const { client, info } = useApp();
  const [isOn, setOn] = useState(info.accessibility);
  useEffect(() => client.on('accessibility.changed', ({ on }) => setOn(on)), [client]);
  return isOn;
}
