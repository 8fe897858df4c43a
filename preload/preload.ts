import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { channel } from '../app/ipc/channel.ts';
import type { Bridge } from '../app/ipc/contract.ts';

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(channel(name), input),
  on: (name, listener) => {
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel(name), forward);
    return () => void ipcRenderer.off(channel(name), forward);
  },
};

contextBridge.exposeInMainWorld('galley', bridge);
