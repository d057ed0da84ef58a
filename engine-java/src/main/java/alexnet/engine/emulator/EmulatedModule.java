package alexnet.engine.emulator;

import alexnet.engine.Kernel;
import alexnet.engine.PtxException;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.ModuleMemory;
import alexnet.engine.emulator.translate.KernelTranslator;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxOperandCheck;
import alexnet.engine.ptx.PtxParser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A PTX file loaded on an emulated device: its variables have memory of their own, its code is shared. */
public final class EmulatedModule implements PtxModule {

    /** Parsed and checked once per text in this process; a kernel is translated when somebody first asks for it. */
    private record Code(
            PtxModuleText text,
            Map<String, PtxKernelText> texts,
            Map<String, PreparedKernel> kernels,
            Map<String, PreparedKernel> observed) {

        PreparedKernel kernel(String name, boolean watched) {
            PtxKernelText wanted = texts.get(name);
            return wanted == null
                    ? null
                    : (watched ? observed : kernels)
                            .computeIfAbsent(name, key -> KernelTranslator.prepare(text, wanted, watched));
        }
    }

    /** So many texts are kept; a program that makes PTX as it goes would fill the memory otherwise. */
    private static final int TEXTS_KEPT = 256;

    private static final Map<PtxSource, Code> CODE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PtxSource, Code> eldest) {
            return size() > TEXTS_KEPT;
        }
    };

    private final EmulatedDevice device;
    private final Code code;
    private final Memory constants;
    private final Map<String, EmulatedBuffer> globals;
    private boolean closed;

    EmulatedModule(EmulatedDevice device, PtxSource source) {
        this.device = device;
        this.code = code(source);
        ModuleVariables variables = new ModuleVariables(device, code.text);
        this.constants = variables.constants();
        this.globals = variables.globals();
    }

    private static Code code(PtxSource source) {
        synchronized (CODE) {
            Code known = CODE.get(source);
            if (known != null) {
                return known;
            }
        }
        Code made = prepare(source);
        synchronized (CODE) {
            Code other = CODE.putIfAbsent(source, made);
            return other == null ? made : other;
        }
    }

    private static Code prepare(PtxSource source) {
        PtxModuleText text = PtxParser.parse(source.name(), source.text());
        PtxOperandCheck.check(text, InstructionTable::types);
        Map<String, PtxKernelText> texts = new HashMap<>();
        for (PtxKernelText function : text.functions()) {
            KernelTranslator.check(text, function);
            if (function.entry()) {
                texts.put(function.name(), function);
            }
        }
        return new Code(text, texts, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    EmulatedDevice device() {
        return device;
    }

    /** What its kernels see of its variables. */
    ModuleMemory memory() {
        return new ModuleMemory() {
            @Override
            public Memory constants() {
                return constants;
            }

            @Override
            public long address(String variable) {
                return globals.get(variable).address();
            }
        };
    }

    @Override
    public List<String> kernelNames() {
        return code.text.kernels().stream().map(PtxKernelText::name).toList();
    }

    /** @throws IllegalStateException when the module is closed */
    void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + ": the module " + code.text.name() + " is closed");
        }
    }

    @Override
    public Kernel kernel(String name) {
        requireOpen("kernel " + name);
        PreparedKernel prepared = code.kernel(name, !device.observers().none());
        if (prepared == null) {
            throw new PtxException(
                    code.text.name() + ": no kernel '" + name + "' (found: " + String.join(", ", kernelNames()) + ")",
                    null);
        }
        return new EmulatedKernel(this, prepared);
    }

    @Override
    public void close() {
        closed = true;
        globals.values().forEach(EmulatedBuffer::close);
        globals.clear();
    }
}
