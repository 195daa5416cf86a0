// SPDX-License-Identifier: Apache-2.0

import './styles/embed.css';
import 'cnn2snn/element';
